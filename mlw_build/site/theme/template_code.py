"""The Python code that templates become, where it differs from Jinja's own."""

from __future__ import annotations

from typing import Any

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Expr, Getattr

from mlw_build.site.theme.sandbox import needs_a_check


class TemplateCode(CodeGenerator):
    """Code that puts down HTML as it is, and calls what it calls.

    What macros, words and filters give is Markup already; Jinja escapes it again, which makes no difference to what is
    written and takes a third of the time of a page. It also asks of everything that is called whether it wants to know
    its context; nothing that templates can call does (filters do, and are not called this way). And the sandbox asks
    of every attribute whether a template may have it; of most names that is known when the template is compiled.
    """

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:
        if node.attr.startswith("_"):
            self.fail(f"`{node.attr}` is not for templates: no name that begins with _ is.", node.lineno)
        self.write(f"environment.{'getattr' if needs_a_check(node.attr) else 'attribute'}(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:
        self.write("environment.call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if self._is_plain(frame, finalize):
            self.write("(shown if (kind := type(shown := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if self._is_plain(frame, finalize):
            self.write(")) is Markup else environment.escaped(shown) if kind is str else escape(shown))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_plain(self, frame: Frame, finalize: Any) -> bool:
        """Whether it is certain that everything is escaped, and nothing else is done with it."""
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
