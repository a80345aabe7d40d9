"""The pages for a browser: what is here, a repo's card, files and versions. Nothing can be changed.

HTML by Jinja2 (escaped by default), one style sheet, no script, nothing from another host.
"""
