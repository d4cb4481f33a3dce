using Shop.Database;

namespace Shop.Staff;

/// <summary>
/// What somebody of the staff is doing to what, written down in the statement or the transaction that does it: both happen, or neither. Without one, a
/// customer sees to their own things. The detail is JSON.
/// </summary>
public sealed record StaffAct(Guid Actor, string? Address, string Action, string Subject, string Detail = "{}")
{
    internal Sql Insert => InsertIf(Sql.Of($"(select) done"));

    /// <summary>To be spliced in behind <c>with ... as (...)</c>: one entry if there is a row in <paramref name="happened"/>.</summary>
    internal static Sql With(StaffAct? act, Sql happened) => act is null ? Sql.Of($"") : Sql.Of($", acted as ({act.InsertIf(happened)})");

    Sql InsertIf(Sql happened) => Sql.Of(
        $"""
        insert into staff.audit (id, actor, address, action, subject, detail, trace_id)
        select {Guid.CreateVersion7()}, {Actor}, {Address}, {Action}, {Subject}, {Detail}::jsonb, {ShopTelemetry.TraceId} where exists (select from {happened})
        """);
}
