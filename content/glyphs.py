"""Shapes beside words, so that a badge can be told apart without colour."""

FALLBACK = "◆"

GLYPHS = {
    "certainty": {
        "high": "●●●●",
        "moderate": "●●●○",
        "low": "●●○○",
        "very_low": "●○○○",
        "not_assessed": "–",
    },
    "direction": {
        "benefit": "▲",
        "no_difference": "=",
        "harm": "▼",
        "mixed": "▲▼",
        "unclear": "?",
    },
    "stage": {
        "phase_3_results": "■■■■",
        "small_controlled": "■■■□",
        "early_human": "■■□□",
        "laboratory": "■□□□",
    },
    "design": {
        "systematic_review": "◈",
        "rct": "◇",
        "nonrandomised": "◇",
        "single_arm": "◇",
        "case_report": "◇",
        "preclinical": "△",
    },
    "support": {
        "strong": "●●●",
        "moderate": "●●○",
        "weak": "●○○",
        "indirect": "◌",
        "none": "○○○",
        "not_stated": "–",
    },
    "phase": {},
    "trial": {
        "recruiting": "●",
        "not_yet_recruiting": "○",
        "active_not_recruiting": "◐",
        "completed": "■",
        "terminated": "×",
        "suspended": "‖",
        "withdrawn": "×",
        "unknown": "?",
        "unclear": "?",
    },
    "outcome": {
        "positive": "▲",
        "positive_small": "△",
        "positive_uncontrolled": "△",
        "mixed": "▲▼",
        "negative": "=",
        "safety": "◇",
        "supportive": "◇",
        "pending": "–",
    },
    "authorisation": {
        "authorised": "✓",
        "conditional": "◐",
        "exempt": "◐",
        "renewed": "✓",
        "applied": "…",
        "refused": "×",
        "suspended": "‖",
        "withdrawn": "×",
        "revoked": "×",
        "expired": "×",
    },
    "setting": {"trial": "◇", "approved": "◆", "unregulated": "!"},
    "seriousness": {"serious": "!", "mild": "·", "not_stated": "–"},
    "retraction": {
        "not_checked": "?",
        "none_found": "✓",
        "corrected": "≈",
        "concern": "!",
        "retracted": "×",
    },
}


def glyph(kind: str, value: str) -> str:
    return GLYPHS.get(kind, {}).get(value, FALLBACK)
