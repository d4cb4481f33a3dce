using Shop.Database;

namespace Shop.Accounts;

/// <summary>Who asks: from where, and as whom when that is not the account it is about.</summary>
public sealed record Caller(string? Address, Guid? Actor = null);

static class Audit
{
    /// <summary>One row per id in <c>changed</c>, to be spliced in as <c>with changed as (...), audited as ({Audit.OfChanged(...)})</c>.</summary>
    public static Sql OfChanged(string action, Caller caller, string detail = "{}") => Sql.Of(
        $"""
        insert into accounts.audit (id, user_id, actor, action, address, detail)
        select {Guid.CreateVersion7()}, id, coalesce({caller.Actor}, id), {action}, {caller.Address}, {detail}::jsonb from changed
        """);
}
