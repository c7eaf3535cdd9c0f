"""Addresses of the open data: the pages in each language, the files once for all."""

from django.urls import path

from portal.insights.open_data import describing, downloads

pages = [
    path("", describing.open_data, name="open_data"),
    path("api/", describing.interface, name="open_data_interface"),
]
files = [
    path("SHA256SUMS", downloads.checksums, name="open_data_checksums"),
    path("datapackage.json", downloads.package, name="open_data_package"),
    path("<str:name>", downloads.whole_set, name="open_data_file"),
]
