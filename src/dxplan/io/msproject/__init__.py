"""Plans from and for Microsoft Project: its XML (MSPDI), read and written.

`read.from_msproject` and `write.to_msproject` return what does not come across beside the plan or the text;
``dxplan.load`` and ``dxplan.dump`` warn of it once, with a `LossWarning`.

A file goes from XML (`parse`, within the bounds of `layout`) to typed fields (`fields`), to rows as Microsoft Project
says them (`document`; by `tasks`, `summaries`, `people`, `calendars`), to tables of dxplan (`tables`), into which
`merge` puts what dxplan kept (`extension`). A plan goes to `rows`, and from there to `xml`.
"""
