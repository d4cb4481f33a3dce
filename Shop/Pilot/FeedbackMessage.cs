using Shop.Database;

namespace Shop.Pilot;

/// <summary>A message to the shop in a list for support.</summary>
public sealed record FeedbackMessage(
    Guid Id,
    string Message,
    short? Rating,
    string? Page,
    Guid? UserId,
    string? UserEmail,
    Guid? ReportId,
    DateTimeOffset CreatedAt) : IRow<FeedbackMessage>
{
    public static FeedbackMessage Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<short?>(),
        row.TextOrNull(),
        row.Get<Guid?>(),
        row.TextOrNull(),
        row.Get<Guid?>(),
        row.Get<DateTimeOffset>());
}
