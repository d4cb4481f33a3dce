using Shop.Database;

namespace Shop.Pilot;

/// <summary>All ratings of the shop. The average is null when there are none.</summary>
public sealed record FeedbackRatings(List<RatingCount> ByRating)
{
    public long Count => ByRating.Sum(rating => rating.Count);

    public double? Average => Count == 0
        ? null
        : Math.Round((double)ByRating.Sum(rating => rating.Rating * rating.Count) / Count, 2);
}

public sealed record RatingCount(short Rating, long Count) : IRow<RatingCount>
{
    public static RatingCount Read(RowReader row) => new(row.Get<short>(), row.Get<long>());
}

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
