using Shop.Pilot;
using Shop.Web.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Pilot;

sealed class FeedbackApi(ShopApiClient api, SiteSession session)
{
    const string Reports = "/api/feedback/errors";
    static readonly PilotJson Json = PilotJson.Default;

    /// <summary>Under the reporter's name if they have one; a session that has just ended is no reason to lose what they wrote.</summary>
    public async Task<Guid> ReportAsync(ErrorReportRequest report, CancellationToken ct)
    {
        if (session.IsSignedIn)
        {
            try
            {
                return (await api.SendAsync(HttpMethod.Post, Reports, report, Json.ErrorReportRequest, Json.ErrorReport, ct)).Id;
            }
            catch (ShopException e) when (e.Code == ErrorCode.Unauthorized)
            {
            }
        }
        return (await api.SendAsync(HttpMethod.Post, $"{Reports}/public", report, Json.ErrorReportRequest, Json.Received, ct)).Id;
    }

    public Task TellAsync(FeedbackRequest feedback, CancellationToken ct) => api.SendAsync(HttpMethod.Post, "/api/feedback", feedback, Json.FeedbackRequest, ct);
}
