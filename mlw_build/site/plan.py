"""The plan: everything the site consists of, each with what it is made of."""

from __future__ import annotations

from mlw_build.site.files.changes import change_files
from mlw_build.site.files.data import data_files
from mlw_build.site.files.day_data import day_data_files
from mlw_build.site.files.feeds import feed_files
from mlw_build.site.files.hosting import hosting_files
from mlw_build.site.files.search import search_files
from mlw_build.site.incremental.plan_items import FilePlan, PagePlan, Plan
from mlw_build.site.pages import KINDS
from mlw_build.site.site import Site


def plan_site(site: Site) -> Plan:
    """All files of the site: assets first, so that no page is ever published before what it needs."""
    languages = site.conference.languages
    pages = [
        PagePlan(site.addresses.page(kind.name, subject, language), kind.name, subject, language)
        for language in languages
        for kind in KINDS
        for subject in kind.subjects(site)
    ]
    return (
        *(FilePlan(path, octets, needed_by_pages=True) for path, octets in site.assets.octets.items()),
        *(FilePlan(path, source=source, needed_by_pages=True) for path, source in site.assets.copied.items()),
        *(FilePlan(path, make=make, needed_by_pages=True) for path, make in site.assets.made.items()),
        *(file for language in languages for file in feed_files(site, language)),
        *data_files(site),
        *(
            file
            for language in languages
            for files in (change_files, day_data_files, search_files)
            for file in files(site, language)
        ),
        *pages,
        *hosting_files(site, [page.path for page in pages]),
    )
