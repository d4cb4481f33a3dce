using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Web.Pilot;

/// <summary>
/// The texts that were attached to an error, as files. Whatever they are called, they are downloaded as plain text: a
/// page or a script that somebody has sent is not shown and not run.
/// </summary>
static class ErrorFiles
{
    const string Extension = ".txt";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/attachments/{occurrence:guid}/{number}", Download);

    public static string PathOf(Guid report, Guid occurrence, int number) =>
        $"{ErrorTriage.PathOf(report)}/attachments/{occurrence}/{number}";

    static async Task<Results<FileContentHttpResult, NotFound>> Download(
        Guid id, Guid occurrence, int number, ErrorsApi errors, CancellationToken ct)
    {
        if (await errors.AttachmentAsync(id, occurrence, number, ct) is not { Text: { } text } file)
            return TypedResults.NotFound();
        var name = file.Name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? file.Name
            : file.Name + Extension;
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", name);
    }
}
