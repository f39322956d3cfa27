"""Charts drawn on the server as SVG in one house style; the same in page, document and print.

Every function returns safe markup with a role, a title and a description, no style attribute (the
content policy forbids them) and no font of its own. Values are Decimal, Fraction or int; they
become floats only where they become positions on the paper. Drawing takes tens of milliseconds,
so drawings are kept by content. The table with the same figures belongs beside each chart.
"""

from mutualise.govuk.charts.bars import Bar, Step, bars, waterfall_chart
from mutualise.govuk.charts.flows import Flow, flow_chart
from mutualise.govuk.charts.series import Event, Point, series_chart, timeline_chart
from mutualise.govuk.charts.spans import Span, span_chart
from mutualise.govuk.charts.stakes import Stake, step_chart

__all__ = [
    "Bar",
    "Event",
    "Flow",
    "Point",
    "Span",
    "Stake",
    "Step",
    "bars",
    "flow_chart",
    "series_chart",
    "span_chart",
    "step_chart",
    "timeline_chart",
    "waterfall_chart",
]
