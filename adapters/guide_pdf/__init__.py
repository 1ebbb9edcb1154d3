"""The facilitator's guide on paper."""

from adapters.guide_pdf.paper import make_pdf

__all__ = ["make_pdf"]
