-- Messages about accounts name the account only. Earlier ones also had its address and a usable token.
update messaging.outbox set payload = (payload::jsonb - 'token' - 'email' - 'first_name')::json
where topic in ('accounts.registered', 'accounts.password_reset_requested');

update messaging.dead_letters
set payload = decode(regexp_replace(encode(payload, 'escape'), '"(token|email|first_name)":\s*"[^"]*"', '"\1":""', 'g'), 'escape')
where topic in ('accounts.registered', 'accounts.password_reset_requested');
