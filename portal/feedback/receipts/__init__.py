"""What the citizen keeps: a query code (查询码) that finds the submission, and a secret (口令) that opens it."""

from portal.feedback.receipts.codes import ReceiptCodes, tidy
from portal.feedback.receipts.keeping import Opened, WrongReceipt, find_by_form, open_receipt, prepare_receipt

__all__ = ["Opened", "ReceiptCodes", "WrongReceipt", "find_by_form", "open_receipt", "prepare_receipt", "tidy"]
