-- The audit log is asked what became of one thing, and where one kind of change was made.
create index audit_entries_of_subject on audit_entries (tenant_id, subject, id);
create index audit_entries_of_action on audit_entries (tenant_id, action, id);
