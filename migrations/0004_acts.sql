-- More acts that a case may record: kicks, warnings and notes.

alter table cases drop constraint cases_kind_check;
alter table cases add constraint cases_kind_check check (kind in ('ban', 'softban', 'unban', 'kick', 'warn', 'note'));
