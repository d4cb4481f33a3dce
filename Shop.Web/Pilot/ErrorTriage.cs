using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web.Http;
using Shop.Web.Languages;

namespace Shop.Web.Pilot;

/// <summary>Does one thing with an error, and says how it went.</summary>
sealed class ErrorTriage(ErrorsApi api, Notices notices, ErrorsTexts texts)
{
    public const string List = "/staff/errors";

    public static string PathOf(Guid id) => $"{List}/{id}";

    /// <summary>Redirects to the error, or to the next one if it went well.</summary>
    public async Task<RedirectHttpResult> DoAsync(
        Guid id, Func<ErrorsApi, Task> act, string done, CancellationToken ct, Guid? next = null, string? part = null)
    {
        try
        {
            await act(api);
            notices.Add(NoticeKind.Said, done);
            return TypedResults.LocalRedirect(PathOf(next ?? id) + (part is null ? "" : $"#{part}"));
        }
        catch (ShopException e) when (e.Code is ErrorCode.Invalid or ErrorCode.Unprocessable)
        {
            notices.Add(NoticeKind.Said, texts.NotSaved);
        }
        catch (ShopException e) when (e.Code is ErrorCode.Conflict or ErrorCode.PreconditionFailed)
        {
            // Somebody was faster. The page shows everything; this says the most important of it.
            if (await api.FindAsync(id, ct) is not { } report)
                return Gone();
            notices.Add(
                NoticeKind.Said, texts.ChangedMeanwhile(texts.StatusName(report.Status.Spelling()), report.Assignee));
        }
        catch (ShopException e) when (e.Code == ErrorCode.NotFound)
        {
            return Gone();
        }
        return TypedResults.LocalRedirect(PathOf(id));
    }

    RedirectHttpResult Gone()
    {
        notices.Add(NoticeKind.Said, texts.NoMore);
        return TypedResults.LocalRedirect(List);
    }
}
