"""Who changed what: the history of enrolments across centres. Looks at them are portal.audit's."""
