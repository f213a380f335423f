#!/usr/bin/env python3
"""Prints what built the site: a software bill of materials (SBOM) in CycloneDX 1.6, as one line of JSON.

Run it with the Python of `.venv`, after a build: `.venv/bin/python deploy/sbom.py`. It lists the Python packages that
are installed there, in the very versions that ran. The same packages give the same line.
"""

import importlib.metadata
import json
import platform
import re
import uuid


def component(name: str, version: str) -> dict[str, str]:
    """A Python package, with its package URL: https://github.com/package-url/purl-spec"""
    normalised = re.sub(r"[-_.]+", "-", name).lower()
    address = f"pkg:pypi/{normalised}@{version}"
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def bill_of_materials() -> dict[str, object]:
    """The document, by the JSON schema of CycloneDX 1.6 (ECMA-424)."""
    installed = {(one.metadata["Name"], one.version) for one in importlib.metadata.distributions()}
    python = {"type": "platform", "name": platform.python_implementation(), "version": platform.python_version()}
    packages = [component(name, version) for name, version in sorted(installed)]
    components = [python, *packages]
    # GitHub takes no bill without a serial number. This one is made of what it numbers, so that it stays the same.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": serial.urn,
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "site"}},
        "components": components,
    }


if __name__ == "__main__":
    print(json.dumps(bill_of_materials(), separators=(",", ":")))
