namespace Shop.Pilot.Errors;

/// <summary>What people write contains secrets too. The address for the answer is kept, in its own field.</summary>
static class ScrubbedRequest
{
    public static ErrorReportRequest Scrubbed(this ErrorReportRequest report) => report with
    {
        Title = Scrubber.OrNull(report.Title),
        Description = Scrubber.OrNull(report.Description),
        StepsToReproduce = Scrubber.OrNull(report.StepsToReproduce),
        ExpectedBehavior = Scrubber.OrNull(report.ExpectedBehavior),
        ActualBehavior = Scrubber.OrNull(report.ActualBehavior),
        Module = Scrubber.OrNull(report.Module),
        Url = Scrubber.Url(report.Url),
        UserAgent = Scrubber.OrNull(report.UserAgent),
        Browser = Scrubber.OrNull(report.Browser),
        OperatingSystem = Scrubber.OrNull(report.OperatingSystem)
    };

    public static ErrorReportChange Scrubbed(this ErrorReportChange edit) => edit with
    {
        Title = Scrubber.OrNull(edit.Title),
        Description = Scrubber.OrNull(edit.Description),
        StepsToReproduce = Scrubber.OrNull(edit.StepsToReproduce),
        ExpectedBehavior = Scrubber.OrNull(edit.ExpectedBehavior),
        ActualBehavior = Scrubber.OrNull(edit.ActualBehavior),
        Module = Scrubber.OrNull(edit.Module),
        Url = Scrubber.Url(edit.Url),
        SolutionDetails = Scrubber.OrNull(edit.SolutionDetails)
    };

    public static FeedbackRequest Scrubbed(this FeedbackRequest feedback) => feedback with
    {
        Message = Scrubber.OrNull(feedback.Message),
        Page = Scrubber.Url(feedback.Page)
    };
}
