"""The columns of tables: which name stands for which of our keys, in the spellings that are in use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

NAMES: Mapping[str, str] = {
    "id": "id sessionid code proposalid submissionid proposalcode talkid uid uniqueid eventid number nr sessioncode",
    "title": "title sessiontitle proposaltitle talktitle talk session titre titel titulo eventtitle name "
    "presentationtitle",
    "subtitle": "subtitle untertitel soustitre",
    "abstract": "abstract summary resume kurzbeschreibung shortdescription elevatorpitch",
    "description": "description details beschreibung longdescription sessiondescription talkabstract body descripcion",
    "date": "date day datum jour fecha startdate sessiondate scheduleddate tag dia",
    "start": "start starttime startsat scheduledat begin begins beginn from timestart starts startdatetime "
    "debut startzeit scheduledstart startat inicio heurededebut von",
    "end": "end endtime endsat until to timeend ends enddatetime fin ende endzeit finish endat heuredefin bis",
    "time": "time timeslot slot uhrzeit heure hour hora when zeit",
    "duration": "duration length minutes durationminutes durationmin scheduledduration dauer duree lengthmin "
    "durationinminutes",
    "room": "room location venue stage hall raum salle sala roomname place ort lieu",
    "track": "track theme category trackname kategorie strang topicarea",
    "format": "format type sessiontype sessionformat kind typ submissiontype proposaltype talktype",
    "speakers": "speakers speaker presenters presenter speakernames speakername authors author referent "
    "referenten intervenants intervenant ponentes ponente speakersnames orateurs sprecher hosts",
    "speaker_ids": "speakerids speakerid speakercodes speakercode presenterids",
    "first_name": "firstname speakerfirstname givenname vorname prenom",
    "last_name": "lastname speakerlastname familyname surname nachname nom",
    "languages": "language languages lang sprache langue idioma locale contentlocale spokenlanguage",
    "tags": "tags tag keywords topics schlagworte motscles topic",
    "audience": "level audience difficulty zielgruppe niveau experiencelevel",
    "recording": "recording recordinglink recordingurl video videourl videolink youtube youtubeurl recordings",
    "slides": "slides slidesurl slideslink presentation slideurl slidedeck",
    "stream": "stream livelink liveurl streamurl streamlink livestream zoomlink zoom meetinglink",
    "link": "link url website webpage moreinfo links",
    "registration": "registration registrationlink registrationurl signup",
    "capacity": "capacity seats maxattendees kapazitat places",
    "status": "status state sessionstatus",
    "organisations": "organisations organizations partners sponsor sponsors",
    "biography": "bio biography speakerbio speakerbiography shortbio aboutspeaker biografie biographie",
    "position": "tagline position jobtitle role job speakertagline function funktion",
    "affiliation": "organisation organization company affiliation institution employer speakercompany firma "
    "unternehmen",
    "country": "country land pays pais",
    "pronouns": "pronouns pronoun yourpronoun yourpronouns",
    "photo": "photo picture profilepicture avatar image photourl headshot avatarurl",
}
"""For each of our keys the names of columns, lower case and without spaces and accents."""

PERSONAL = re.compile(
    r"e-?mail|phone|mobile|telefon|address$|adresse|t-?shirt|diet|allerg|passport|birth|gender|ethnic|emergency|owner",
    re.I,
)
"""Columns that nobody would publish: they are not brought in at all."""

_BY_NAME = {name: key for key, names in NAMES.items() for name in names.split()}


def normalised_column_name(name: str) -> str:
    """A column's name for comparing: lower case letters and digits only."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_only.lower())


def keys_of_columns(columns: Sequence[str], wished: Mapping[str, str]) -> dict[int, str]:
    """For each column that has a meaning its key: as wished, else by its name; the first column of a key wins."""
    by_wish = {normalised_column_name(column): key for key, column in wished.items() if not key.startswith("_")}
    taken = set()
    found: dict[int, str] = {}
    for index, column in enumerate(columns):
        key = by_wish.get(normalised_column_name(column))
        if key:
            found[index] = key
            taken.add(key)
    for index, column in enumerate(columns):
        key = _BY_NAME.get(normalised_column_name(column))
        if index not in found and key and key not in taken and key not in wished:
            found[index] = key
            taken.add(key)
    return found
