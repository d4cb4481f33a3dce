using System.IO.Compression;
using System.Security.Cryptography;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>The state of an object as it goes into staging.</summary>
sealed record StagedItem(
    QTicketsResource Resource,
    long Id,
    byte[] Hash,
    byte[] Body,
    DateTimeOffset UpdatedAt,
    bool IsDeleted,
    DateTimeOffset ReceivedAt);

/// <summary>An answer as it goes into staging. Its body is compressed with gzip.</summary>
sealed record StagedAnswer(QTicketsAnswer Answer, byte[] Hash, byte[] Gzip)
{
    public static async Task<StagedAnswer> OfAsync(QTicketsAnswer answer, byte[] body, CancellationToken ct)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(body, ct);
        return new(answer, SHA256.HashData(body), compressed.ToArray());
    }
}

/// <summary>
/// What a pass over a resource asks for, and how far it has come. Without a time it asks for everything.
/// </summary>
sealed record Pass(QTicketsResource Resource, DateTimeOffset BeganAt, DateTimeOffset? Since, long AfterId);
