using Shop.Database;

namespace Shop.Accounts;

/// <summary>The caller's network address, and the acting account when it is not the one concerned.</summary>
public sealed record Caller(string? Address, Guid? Actor = null);

static class Audit
{
    /// <summary>
    /// Inserts one row per id in <c>changed</c>: <c>with changed as (...), audited as ({Audit.OfChanged(...)})</c>.
    /// </summary>
    public static Sql OfChanged(string action, Caller caller, string detail = "{}") => Sql.Of(
        $"""
        insert into accounts.audit (id, user_id, actor, action, address, detail)
        select {Guid.CreateVersion7()}, id, coalesce({caller.Actor}, id), {action}, {caller.Address}, {detail}::jsonb from changed
        """);
}
