"""The page's style sheet. A module, since the Space's repo takes no other files than are needed:
a release refuses ``.css`` as it refuses all that is neither data nor meant code."""

CSS = """
/* The page's own looks. Colours of marks are blue and orange, which the colour-blind can tell
   apart; strike-through and underline say it without colour. */
.gradio-container {
  --gv-add: #0b4f9e; --gv-add-bg: #dcecff; --gv-del: #8f3a00; --gv-del-bg: #ffe8d6;
  --gv-line: #d5dbe3; --gv-soft: #f6f8fb; --gv-muted: #5a6675; --gv-warn: #7a4a00;
  --gv-warn-bg: #fff4dc; --gv-good: #0b4f9e; --gv-good-bg: #e4f0ff;
}
.dark .gradio-container, .gradio-container.dark, .dark {
  --gv-add: #9fcbff; --gv-add-bg: #12345c; --gv-del: #ffb98a; --gv-del-bg: #4d2709;
  --gv-line: #3a4555; --gv-soft: #1b2432; --gv-muted: #a3afbf; --gv-warn: #ffd58a;
  --gv-warn-bg: #3d2e0a; --gv-good: #9fcbff; --gv-good-bg: #12345c;
}
.gradio-container {
  max-width: 1120px !important; width: 100% !important; min-width: 0 !important;
  margin: 0 auto !important;
}
footer .divider { display: none !important; }
.gv { font-size: 1rem; line-height: 1.55; overflow-wrap: anywhere; }
.gv h1 { font-size: 1.7rem; margin: .4rem 0 .2rem; }
.gv h3 { font-size: 1.25rem; margin: 0; }
.gv h3 small { font-size: .95rem; font-weight: 400; color: var(--gv-muted); }
.gv h4 { font-size: .82rem; font-weight: 600; margin: 0 0 .4rem; color: var(--gv-muted); }
.gv p { margin: .3rem 0; }
.gv a {
  margin: 0; padding: 0; color: inherit;
  text-decoration: underline dotted; text-underline-offset: 3px; }
.gv a:hover { text-decoration-style: solid; }
.gv-title p, .gv-foot p { color: var(--gv-muted); max-width: 75ch; }
.gv-foot p { font-size: .85rem; }
.gv-muted { color: var(--gv-muted); font-size: .88rem; }
.gv-state { font-size: .85rem; color: var(--gv-muted); }
.gv-state.gv-warn, .gv-note.gv-warn {
  color: var(--gv-warn); background: var(--gv-warn-bg); border-radius: 8px; padding: .6rem .8rem;
}
.gv-head { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; margin: .4rem 0; }
.gv-chip { font-size: .82rem; border-radius: 999px; padding: .1rem .7rem; white-space: nowrap; }
.gv-chip.gv-good { color: var(--gv-good); background: var(--gv-good-bg); }
.gv-chip.gv-warn { color: var(--gv-warn); background: var(--gv-warn-bg); }
.gv-chip.gv-busy { color: var(--gv-muted); background: var(--gv-soft); }
.gv-pair { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; margin: .6rem 0; }
.gv-card {
  border: 1px solid var(--gv-line); border-radius: 10px; padding: .8rem 1rem; margin: .6rem 0;
  min-width: 0;
}
.gv-pair > .gv-card { margin: 0; }
.gv-pair > .gv-card:last-child:not(:first-child) { background: var(--gv-soft); }
.gv-text { white-space: pre-wrap; }
.gv-said { font-size: 1.05rem; }
.gv del {
  color: var(--gv-del); background: var(--gv-del-bg); text-decoration: line-through;
  border-radius: 3px; padding: 0 .15em;
}
.gv ins {
  color: var(--gv-add); background: var(--gv-add-bg); text-decoration: underline;
  text-decoration-thickness: 2px; border-radius: 3px; padding: 0 .15em;
}
.gv-legend { font-size: .82rem; color: var(--gv-muted); }
.gv details { margin: .6rem 0; }
.gv summary { cursor: pointer; }
.gv-edits ul { margin: .4rem 0 0; padding-left: 1.2rem; list-style: disc; }
.gv-edits li { margin: .25rem 0; }
.gv-edits li span { color: var(--gv-muted); font-size: .88rem; }
.gv-table {
  border: 0 !important; width: 100%;
  border-collapse: collapse; margin: .5rem 0; font-size: .92rem; }
.gv-table th, .gv-table td {
  border: 0 !important; border-bottom: 1px solid var(--gv-line) !important; padding: .35rem .5rem;
  text-align: left; vertical-align: top;
}
.gv-table tbody th { width: 10rem; font-weight: 500; color: var(--gv-muted); }
.gv .gv-table, .gv .gv-table :is(thead, tbody, tr) { border: 0 !important; }
.gv-scroll { overflow-x: auto; }
.gv-batch { overflow-wrap: normal; word-break: normal; }
.gv-batch td:last-child { min-width: 16rem; overflow-wrap: anywhere; }
.gv-batch td:nth-child(3) { min-width: 8rem; }
.gv-progress {
  height: 3px; border-radius: 2px;
  margin: .5rem 0; overflow: hidden; background: var(--gv-line); }
.gv-progress::after {
  content: ""; display: block; width: 30%; height: 100%; background: var(--gv-add);
  animation: gv-run 1.4s ease-in-out infinite alternate;
}
@keyframes gv-run { from { margin-left: 0; } to { margin-left: 70%; } }
@media (prefers-reduced-motion: reduce) { .gv-progress::after { animation: none; width: 100%; } }
.gv figure img { max-width: 100%; border-radius: 6px; }
.gv-ask { align-items: end; }
.gv-ask button { height: 42px; flex: 0 0 auto; }
.gv-examples { flex-wrap: wrap; gap: .4rem !important; align-items: center; }
.gv-examples button { flex: 0 0 auto !important; width: auto !important; }
.gv-tight { flex: 0 0 auto !important; width: auto !important; min-width: 0 !important; }
@media (max-width: 700px) {
  .gradio-container .main { padding-left: .6rem !important; padding-right: .6rem !important; }
  .gv-ask { flex-direction: column !important; align-items: stretch !important; }
  .gv-ask > * { width: 100% !important; min-width: 0 !important; flex: 0 0 auto !important; }
  .gv-pair { grid-template-columns: 1fr; }
  .gv-table tbody th { width: 7rem; }
  .gv-batch thead { display: none; }
  .gv-batch tr, .gv .gv-batch td { display: block; border: 0 !important; padding: .1rem 0; }
  .gv .gv-batch tr { border-bottom: 1px solid var(--gv-line) !important; padding: .6rem 0; }
  .gv-batch td:nth-child(4)::before { content: "edits: "; }
}
"""
