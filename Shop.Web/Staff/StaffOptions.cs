namespace Shop.Web.Staff;

sealed class StaffOptions
{
    public const string Section = "Staff";

    /// <summary>Where the Aspire dashboard is, or another place that shows a trace under the same path. Without it a trace is its id.</summary>
    public Uri? DashboardAddress { get; set; }

    public string? TraceAddress(string traceId) => DashboardAddress is { } dashboard ? new Uri(dashboard, $"/traces/detail/{traceId}").AbsoluteUri : null;
}
