using Shop.Pilot.Reports;

namespace Shop.Web.Languages;

/// <summary>The texts about errors in one language: of the report form, and of the staff pages for triage.</summary>
abstract class ErrorsTexts
{
    static readonly ErrorsTexts[] AllLanguages = [new RussianErrorsTexts(), new EnglishErrorsTexts()];

    public static ErrorsTexts Of(IServiceProvider services) =>
        Array.Find(AllLanguages, texts => texts.Code == services.GetRequiredService<Texts>().Code)!;

    public abstract string Code { get; }

    public abstract string LeaveEmpty { get; }
    public abstract string ActualHint { get; }
    public abstract string ExpectedHint { get; }
    public abstract string WhichPart { get; }
    public abstract string UnknownPart { get; }

    public abstract string Errors { get; }
    public abstract string Feedback { get; }
    public abstract string CriticalWait { get; }
    public abstract string NewToday { get; }
    public abstract string SearchHint { get; }
    public abstract string All { get; }
    public abstract string Severity { get; }
    public abstract string Category { get; }
    public abstract string Module { get; }
    public abstract string Source { get; }
    public abstract string Assignee { get; }
    public abstract string Mine { get; }
    public abstract string Nobodys { get; }
    public abstract string Unresolved { get; }
    public abstract string NewSince { get; }
    public abstract string AnyTime { get; }
    public abstract string Today { get; }
    public abstract string SevenDays { get; }
    public abstract string ThirtyDays { get; }
    public abstract string SortBy { get; }
    public abstract string SortRecent { get; }
    public abstract string SortFrequent { get; }
    public abstract string SortSevere { get; }
    public abstract string ErrorTitle { get; }
    public abstract string Count { get; }
    public abstract string Users { get; }
    public abstract string LastSeen { get; }
    public abstract string Trend { get; }
    public abstract string Nobody { get; }
    public abstract string NoErrors { get; }
    public abstract string ClearFilters { get; }

    public abstract string AllErrors { get; }
    public abstract string GroupedBy { get; }
    public abstract string Place { get; }
    public abstract string FirstSeen { get; }
    public abstract string Releases { get; }
    public abstract string Release { get; }
    public abstract string Environment { get; }
    public abstract string Reporter { get; }
    public abstract string Page { get; }
    public abstract string Browser { get; }
    public abstract string Saw { get; }
    public abstract string Expected { get; }
    public abstract string Steps { get; }
    public abstract string Description { get; }
    public abstract string Solution { get; }
    public abstract string Stack { get; }
    public abstract string NoStack { get; }
    public abstract string Crumbs { get; }
    public abstract string Request { get; }
    public abstract string Tags { get; }
    public abstract string Attachments { get; }
    public abstract string BinaryHint { get; }
    public abstract string Occurrences { get; }
    public abstract string Newer { get; }
    public abstract string Older { get; }
    public abstract string Similar { get; }
    public abstract string MergeButton { get; }
    public abstract string MergeHint { get; }
    public abstract string MergedOnes { get; }
    public abstract string MergedInto { get; }
    public abstract string MergedHint { get; }
    public abstract string UnmergeButton { get; }
    public abstract string Comments { get; }
    public abstract string NoComments { get; }
    public abstract string Comment { get; }
    public abstract string TechnicalNote { get; }
    public abstract string IsTechnicalNote { get; }
    public abstract string CommentButton { get; }
    public abstract string History { get; }
    public abstract string TheShop { get; }

    public abstract string ReopenButton { get; }
    public abstract string TakeButton { get; }
    public abstract string AssignTitle { get; }
    public abstract string AssignTo { get; }
    public abstract string AssignHint { get; }
    public abstract string AssignButton { get; }
    public abstract string ChangeTitle { get; }
    public abstract string ResolveTitle { get; }
    public abstract string ResolveHint { get; }
    public abstract string ResolveWhen { get; }
    public abstract string ResolveNow { get; }
    public abstract string ResolveNext { get; }
    public abstract string ResolveButton { get; }
    public abstract string SnoozeTitle { get; }
    public abstract string SnoozeHint { get; }
    public abstract string SnoozeFor { get; }
    public abstract string SnoozeHour { get; }
    public abstract string SnoozeDay { get; }
    public abstract string SnoozeWeek { get; }
    public abstract string SnoozeUntilCount { get; }
    public abstract string SnoozeTimes { get; }
    public abstract string SnoozeTimesHint { get; }
    public abstract string SnoozeButton { get; }
    public abstract string WakeButton { get; }
    public abstract string WontFixTitle { get; }
    public abstract string WontFixHint { get; }
    public abstract string WontFixButton { get; }
    public abstract string IssueTitle { get; }
    public abstract string IssueHint { get; }
    public abstract string IssueButton { get; }
    public abstract string IssuePending { get; }
    public abstract string DeleteTitle { get; }
    public abstract string DeleteHint { get; }
    public abstract string DeleteSure { get; }
    public abstract string DeleteButton { get; }

    public abstract string Assigned { get; }
    public abstract string Saved { get; }
    public abstract string Resolved { get; }
    public abstract string Snoozed { get; }
    public abstract string MarkedWontFix { get; }
    public abstract string Merged { get; }
    public abstract string Unmerged { get; }
    public abstract string Commented { get; }
    public abstract string IssueAsked { get; }
    public abstract string Deleted { get; }
    public abstract string NotSaved { get; }
    public abstract string NoMore { get; }
    public abstract string NotConfirmed { get; }

    public abstract string AverageRating { get; }
    public abstract string Rating { get; }
    public abstract string Message { get; }
    public abstract string AboutError { get; }

    /// <summary>A module of the shop. Hosts and clients may report others, which have no translation.</summary>
    public string ModuleName(string name) => PilotTexts.Of(Code).ModuleName(name);

    public abstract string StatusName(string name);
    public abstract string SeverityName(string name);
    public abstract string CategoryName(string name);
    public abstract string SourceName(string name);

    /// <summary>What happened to a report, as its history names it.</summary>
    public abstract string Action(string name);

    /// <summary>A field in the history.</summary>
    public abstract string Field(string name);

    /// <summary>The description of the bars of the last days, the oldest first.</summary>
    public abstract string TrendText(IReadOnlyList<long> days);
    public abstract string LibraryFrames(int count);
    public abstract string OccurrenceNumber(int number, int count);
    public abstract string FileFacts(string? type, int size);

    /// <summary>What is missing of an attached file, if anything.</summary>
    public abstract string? FileContent(string name);
    public abstract string Score(double score);
    public abstract string NewBetween(string from, string to);
    public abstract string ResolvedBetween(string from, string to);
    public abstract string MergeWith(string title);
    public abstract string SnoozedUntil(string date);
    public abstract string SnoozedForCount(long count);
    public abstract string Issue(int number);
    public abstract string IssueClosed(string date);
    public abstract string ResolvedIn(string release);

    /// <summary>Why an action was refused, and what is true now.</summary>
    public abstract string ChangedMeanwhile(string status, string? assignee);
    public abstract string Average(double average, long count);
}
