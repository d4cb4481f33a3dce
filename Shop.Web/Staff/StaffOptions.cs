namespace Shop.Web.Staff;

sealed class StaffOptions
{
    public const string Section = "Staff";

    /// <summary>
    /// The Aspire dashboard, or another site that shows a trace under the same path. Without it, pages show only the
    /// trace ID.
    /// </summary>
    public Uri? DashboardAddress { get; set; }

    public string? TraceAddress(string traceId) =>
        DashboardAddress is { } dashboard ? new Uri(dashboard, $"/traces/detail/{traceId}").AbsoluteUri : null;
}
