using Shop.Database;

namespace Shop.Accounts;

/// <summary>The roles that the settings give to an address, once its mail has arrived.</summary>
static class GrantedRole
{
    /// <summary>
    /// Goes after <c>used as (... returning user_id)</c>. Its last part, <c>granted</c>, has the id and the role of the
    /// account. Only the first verification grants a role: it does not undo what an admin decided later.
    /// </summary>
    public static Sql ToUsed(AccountOptions options) => Sql.Of(
        $"""
        holder as (
            select id, role, email_verified_at is null as is_first, lower(email) as email from accounts.users
            where id = (select user_id from used)
            for update),
        founder as (
            insert into accounts.founder (user_id)
            select id from holder
            where is_first and email = lower({options.FounderEmail} collate "und-x-icu")
                and not exists (select from accounts.founder)
            on conflict do nothing
            returning user_id),
        granted as (
            select id, case
                when exists (select from founder) then 'admin'
                when is_first and role in ('customer', 'support') and email in (
                    select lower(staff collate "und-x-icu") from unnest({options.StaffEmails.ToArray()}) as s(staff)) then 'staff'
                else role end as role
            from holder)
        """);
}
