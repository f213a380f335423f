"""A conference of which half is not translated: every text that is only in English has the word Zulu in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.browser.conftest import publish

ONLY_ENGLISH = "Zulu"

FILES: Mapping[str, str] = {
    "content/conference.yaml": """\
        id: half
        title: Zulu Conference
        theme_title: "Zulu: Everywhere"
        place: Zulu House
        online: Zulu and online
        description: What Zulu is for.
        intro: Zulu *intro*.
        time_zone: Europe/Paris
        languages: [en, ar, es, fr, ru, zh, de]
        domain: example.org
        address: https://conference.example.org/
        licence: Zulu licence
        organisers: [institute]
        partner_levels: {partner: Zulu partners}
        links: [{title: Zulu link, url: "https://example.org/"}]
        support: {email: help@example.org}
        """,
    "content/rooms.yaml": """\
        - {id: hall, name: Zulu Hall, stream: "https://www.youtube.com/watch?v=aqz-KE-bpKQ", description: Zulu text.}
        - {id: lab, name: {en: Lab, fr: Labo, ar: المختبر}, place: Zulu floor, capacity: 20}
        - {id: studio, name: Zulu Studio, stream: "https://www.youtube.com/watch?v=aqz-KE-bpKA"}
        """,
    "content/tracks.yaml": """\
        - {id: access, name: Zulu for all, description: Zulu text.}
        - {id: policy, name: {en: Policy, fr: Politique, ar: السياسات}}
        """,
    "content/formats.yaml": """\
        - {id: lecture, name: Zulu lecture, description: Zulu speaks.}
        - {id: break, name: {en: Break, fr: Pause}, interlude: yes}
        """,
    "content/organisations.yaml": "- {id: institute, name: Zulu Institute, full_name: Zulu Inc., level: partner}\n",
    "content/programme/day-1.yaml": """\
        date: 2020-10-12
        title: Zulu Day
        subtitle: Zulu subtitle
        intro: Zulu day.
        questions: ["Zulu, what works?"]
        sessions:
          - id: opening
            title: Zulu Opening
            format: lecture
            track: access
            rooms: [hall, lab]
            start: 10:00
            end: 10:30
            audience: Zulu people
            speakers: [ana, open, {id: host, role: host}]
            abstract: Zulu abstract.
            tags: [maps]
            links: [{title: Zulu paper, url: "https://example.org/paper"}]
            organisations: [institute]
            parts:
              - {id: part-1, title: Zulu part, duration: 10m, speakers: [ana], organisations: [institute]}
          - id: translated
            title: {en: Translated, ar: مترجمة, es: Traducida, fr: Traduite, ru: Переведено, zh: 已翻译, de: Übersetzt}
            track: policy
            room: lab
            start: 10:30
            end: 11:30
            languages: [fr]
          - {id: gone, title: Zulu is gone, room: studio, start: 10:30, end: 11:30, status: cancelled, reason: Zulu ill}
          - {id: beside, title: Zulu beside, room: hall, start: 10:30, end: 11:30}
          - {id: lunch, title: Zulu Lunch, format: break, start: 11:30, end: 12:00}
          - {id: later, title: Zulu later, room: studio, start: 12:00, end: 12:30, recording: "https://vimeo.com/76979871"}
        """,
    "content/programme/day-2.yaml": """\
        date: 2020-10-13
        sessions: [{id: last, title: Zulu last, room: hall, start: 10:00, end: 11:00, organisations: [institute]}]
        """,
    "content/pages/about.md": "---\ntitle: Zulu page\nmenu: header\n---\n\nZulu.\n\n| Zulu |\n|---|\n| Zulu |\n",
    "speakers/ana.md": """\
        ---
        name: Ana Silva
        organisation: institute
        position: Zulu teacher
        country: Zulu land
        ---

        Zulu teaches.
        """,
    "speakers/host.md": "---\nname: سعاد\nposition: Zulu host\n---\n",
    "speakers/open.md": "---\nname: To be announced\nannounced: no\nposition: Zulu Minister\n---\n",
    "booths/institute.md": """\
        ---
        organisation: institute
        tagline: What Zulu does
        projects: [{name: Zulu project, description: Zulu helps.}]
        demos: [{id: show, title: Zulu show, date: 2020-10-12, start: 12:30, duration: 30m, room: studio}]
        open_until: 2021-06-30
        contact: {url: "https://example.org/contact"}
        ---

        Zulu, come in.
        """,
}


def published(root: Path, files: Mapping[str, str] = FILES) -> Path:
    """The folder that the conference is published in."""
    return publish(root, files)
