-- For the question whether there is another admin.
create index users_with_roles on accounts.users (role) where role <> 'customer';
