"""PDF without scripts, actions, attachments, media and everything that says who made it, when and with what."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from pikepdf.sanitize import Sanitizer

from portal.feedback.attachments.refusals import Refusal, Refused

_SANITIZER = (
    Sanitizer()
    .remove_javascript()
    .remove_external_access()
    .remove_attachments()
    .remove_multimedia()
    .remove_thumbnails()
    .remove_search_index()
    .remove_web_capture()
    .remove_private_app_data()
    .remove_collection()
)
#: Who wrote a remark and when, in the annotations of a page.
_MARKS = (Name.T, Name.M, Name.CreationDate, Name.NM)


def clean(content: bytes) -> bytes:
    """A copy; `Refused` for one with a password."""
    try:
        pdf = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.ENCRYPTED) from error
    with pdf:
        _SANITIZER.apply(pdf)
        _forget_makers(pdf)
        for page in pdf.pages:
            _forget_remarkers(page.obj)
        file = BytesIO()
        # A file with an empty password would stay locked; the identifier would tie copies to their maker's program.
        pdf.save(file, encryption=False, deterministic_id=True, fix_metadata_version=False)
    return file.getvalue()


def _forget_makers(pdf: Pdf) -> None:
    """The sanitizer leaves author, producer and XMP where they are, in the file and in each of its objects."""
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
    # XFA forms are programs of their own.
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.XFA in form:
        del form[Name.XFA]
    for item in pdf.objects:
        if isinstance(item, Dictionary | pikepdf.Stream) and Name.Metadata in item:
            del item[Name.Metadata]


def _forget_remarkers(page: pikepdf.Object) -> None:
    annotations = page.get(Name.Annots)
    for note in annotations if isinstance(annotations, Array) else ():
        if isinstance(note, Dictionary) and note.get(Name.Subtype) != Name.Widget:
            for key in _MARKS:
                if key in note:
                    del note[key]
