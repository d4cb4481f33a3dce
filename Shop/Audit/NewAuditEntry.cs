using Shop.Database;

namespace Shop.Audit;

/// <summary>
/// An audit entry for a staff action. The statement or transaction that performs the action also writes the entry. Null
/// means that customers act on their own data. The detail is JSON.
/// </summary>
public sealed record NewAuditEntry(Guid Actor, string? Address, string Action, string Subject, string Detail = "{}")
{
    /// <summary>All entries, for lists of other modules.</summary>
    internal static readonly Sql Table = Sql.Of($"staff.audit");

    internal Sql Insert => InsertIf(Sql.Of($"(select) done"));

    /// <summary>
    /// Goes after <c>with ... as (...)</c>. Inserts one entry if <paramref name="happened"/> contains a row.
    /// </summary>
    internal static Sql With(NewAuditEntry? act, Sql happened) =>
        act is null ? Sql.Of($"") : Sql.Of($", acted as ({act.InsertIf(happened)})");

    Sql InsertIf(Sql happened) => Sql.Of(
        $"""
        insert into staff.audit (id, actor, address, action, subject, detail, trace_id)
        select {Guid.CreateVersion7()}, {Actor}, {Address}, {Action}, {Subject}, {Detail}::jsonb, {ShopTelemetry.TraceId}
        where exists (select from {happened})
        """);
}
