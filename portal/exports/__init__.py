"""Tables that leave the portal as files: streamed, kept nowhere, and never a formula."""

from portal.exports.cells import phone_text, safe_text
from portal.exports.responses import Sheet, csv_response, xlsx_response

__all__ = ["Sheet", "csv_response", "phone_text", "safe_text", "xlsx_response"]
