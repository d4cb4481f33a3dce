using Shop.Database;

namespace Shop.Tests.Voice;

/// <summary>What is kept of a call.</summary>
sealed record CallRow(string? Caller, string? Outcome, string? Next, string Understood, string? Failure, int? Rate)
    : IRow<CallRow>
{
    public static CallRow Read(RowReader row) => new(
        row.TextOrNull(), row.TextOrNull(), row.TextOrNull(), row.Get<string>(), row.TextOrNull(), row.Get<int?>());

    /// <summary>Waits until the call has ended.</summary>
    public static async Task<CallRow> EndedAsync(ShopFixture shop, Guid id, CancellationToken ct) =>
        (await Eventually.WaitUntilAsync(
            () => shop.Database.QuerySingleAsync<CallRow>(
                $"""
                select caller, outcome, next_step, understood::text, failure, rate from calls.calls where id = {id}
                """, ct),
            row => row?.Outcome is not null,
            VoiceHost.Timeout,
            "the end of the call"))!;
}

sealed record TurnRow(string Event, string Heard, string Said, bool Interrupted, int? TurnMs) : IRow<TurnRow>
{
    public static TurnRow Read(RowReader row) =>
        new(row.Get<string>(), row.Get<string>(), row.Get<string>(), row.Get<bool>(), row.Get<int?>());

    public static Task<List<TurnRow>> OfAsync(ShopFixture shop, Guid call, CancellationToken ct) =>
        shop.Database.QueryAsync<TurnRow>(
            $"""
            select event, heard, said, interrupted, turn_ms from calls.turns where call_id = {call} order by number
            """, ct);
}
