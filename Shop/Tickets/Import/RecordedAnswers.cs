using System.Globalization;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>
/// Answers in files: <c>events/000001.json</c>, <c>shows/12.json</c> of event 12, <c>orders/000001.json</c> and
/// <c>inventory/5.json</c> of show 5. A file is an answer as it came; its time is that of the answer.
/// </summary>
static class RecordedAnswers
{
    public static async Task WriteAsync(string folder, QTicketsAnswer answer, CancellationToken ct)
    {
        var directory = Directory.CreateDirectory(Path.Combine(folder, answer.Resource.Spelling())).FullName;
        var path = Path.Combine(directory, NameOf(answer, directory));
        await using (var file = File.Create(path))
        await using (var body = answer.Open())
            await body.CopyToAsync(file, ct);
        File.SetLastWriteTimeUtc(path, answer.At.UtcDateTime);
    }

    /// <summary>Events come before their shows, and shows before their seats.</summary>
    public static IEnumerable<QTicketsAnswer> In(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ShopException(ErrorCode.NotFound, $"There is no folder {folder} with recorded answers.");
        var count = 0;
        foreach (var resource in Enum.GetValues<QTicketsResource>())
        {
            var directory = Path.Combine(folder, resource.Spelling());
            if (!Directory.Exists(directory))
                continue;
            var page = 0;
            foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
            {
                count++;
                yield return new(resource, PathOf(resource, file), "", File.GetLastWriteTimeUtc(file), () => Open(file))
                {
                    Page = ++page
                };
            }
        }
        if (count == 0)
            throw new ShopException(
                ErrorCode.NotFound,
                $"{folder} has no files events/*.json, shows/*.json, orders/*.json or inventory/*.json.");
    }

    static FileStream Open(string file) => new(
        file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    static string NameOf(QTicketsAnswer answer, string directory) => answer.Resource switch
    {
        QTicketsResource.Shows or QTicketsResource.Inventory => $"{answer.Path.Split('/')[1]}.json",
        _ => $"{(Directory.GetFiles(directory, "*.json").Length + 1).ToString("D6", CultureInfo.InvariantCulture)}.json"
    };

    static string PathOf(QTicketsResource resource, string file) => resource switch
    {
        QTicketsResource.Shows => $"events/{Path.GetFileNameWithoutExtension(file)}",
        QTicketsResource.Inventory => $"shows/{Path.GetFileNameWithoutExtension(file)}/seats",
        _ => resource.Spelling()
    };
}
