"""Parts of a template that are made once and shown again."""

import html

from django import template

from content.text import richtext

register = template.Library()


class PieceNode(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        kept = context.get("kept")
        if kept is None:
            return self.nodelist.render(context)
        if self.name not in kept:
            kept[self.name] = self.nodelist.render(context)
        return kept[self.name]


@register.tag
def piece(parser, token):
    """`{% piece name %}...{% endpiece %}`: what delivery.page_cache.parts may have kept from
    another time.

    Inside it stands what follows from the entry and its address alone.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endpiece",))
    parser.delete_first_token()
    return PieceNode(nodelist, name)


class KeepNode(template.Node):
    def __init__(self, nodes, name, longest):
        self.nodes, self.name, self.longest = nodes, name, longest

    def render(self, context):
        # Unescaped again, because it is escaped once more wherever it is shown.
        text = " ".join(html.unescape(self.nodes.render(context)).split())
        context[self.name] = richtext.shorten(text, self.longest) if self.longest else text
        return ""


@register.tag
def keep(parser, token):
    """`{% keep name %}...{% endkeep %}`: render once, show the text in several places.

    A number after the name is the most characters that are kept.
    """
    _tag, name, *longest = token.split_contents()
    nodes = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodes, name, int(longest[0]) if longest else 0)
