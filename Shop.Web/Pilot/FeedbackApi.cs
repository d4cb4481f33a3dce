using Shop.Pilot;
using Shop.Web.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Pilot;

sealed class FeedbackApi(ShopApiClient api, SiteSession session)
{
    const string Reports = "/api/feedback/errors";
    static readonly PilotJson Json = PilotJson.Default;

    /// <summary>
    /// Reports as the signed-in user, or as a guest. If the session has just ended, the report is sent as a guest.
    /// </summary>
    public async Task<Guid> ReportAsync(ErrorReportRequest report, CancellationToken ct)
    {
        if (session.IsSignedIn)
        {
            try
            {
                var stored = await api.SendAsync(
                    HttpMethod.Post, Reports, report, Json.ErrorReportRequest, Json.ErrorReport, ct);
                return stored.Id;
            }
            catch (ShopException e) when (e.Code == ErrorCode.Unauthorized)
            {
            }
        }
        var received = await api.SendAsync(
            HttpMethod.Post, $"{Reports}/public", report, Json.ErrorReportRequest, Json.Received, ct);
        return received.Id;
    }

    public Task TellAsync(FeedbackRequest feedback, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, "/api/feedback", feedback, Json.FeedbackRequest, ct);
}
