using System.Globalization;

namespace Shop.Web.Languages;

sealed class EnglishErrorsTexts : ErrorsTexts
{
    public override string Code => "en";

    public override string LeaveEmpty => "Leave this field empty";
    public override string ActualHint => "For example: “I click Check out, and an empty page opens”.";
    public override string ExpectedHint =>
        "For example: “The page with the delivery address”. Skip it if you do not know.";
    public override string WhichPart => "Which part of the shop?";
    public override string UnknownPart => "I do not know";

    public override string Errors => "Errors";
    public override string Feedback => "Feedback";
    public override string CriticalWait => "unresolved critical errors";
    public override string NewToday => "new errors today";
    public override string SearchHint => "words of the title, description or place";
    public override string All => "all";
    public override string Severity => "Severity";
    public override string Category => "Category";
    public override string Module => "Module";
    public override string Source => "Source";
    public override string Assignee => "Assignee";
    public override string Mine => "mine";
    public override string Nobodys => "nobody's";
    public override string Unresolved => "unresolved";
    public override string NewSince => "New";
    public override string AnyTime => "at any time";
    public override string Today => "today";
    public override string SevenDays => "in 7 days";
    public override string ThirtyDays => "in 30 days";
    public override string SortBy => "First";
    public override string SortRecent => "recent";
    public override string SortFrequent => "frequent";
    public override string SortSevere => "severe";
    public override string ErrorTitle => "Error";
    public override string Count => "Times";
    public override string Users => "People";
    public override string LastSeen => "Last seen";
    public override string Trend => "This week";
    public override string Nobody => "nobody";
    public override string NoErrors => "There are no errors: neither people nor programs have reported any.";
    public override string ClearFilters => "Clear the filters";

    public override string AllErrors => "All errors";
    public override string GroupedBy => "Grouped by";
    public override string Place => "Where";
    public override string FirstSeen => "First seen";
    public override string Releases => "Releases";
    public override string Release => "Release";
    public override string Environment => "Environment";
    public override string Reporter => "Reported by";
    public override string Page => "Page";
    public override string Browser => "Browser";
    public override string Saw => "What they saw";
    public override string Expected => "What they expected";
    public override string Steps => "What they did";
    public override string Description => "Description";
    public override string Solution => "Solution";
    public override string Stack => "Stack trace";
    public override string NoStack => "There is no stack trace.";
    public override string Crumbs => "What happened before";
    public override string Request => "Request";
    public override string Tags => "Tags";
    public override string Attachments => "Attached files";
    public override string BinaryHint =>
        "What is in a picture or another binary file cannot be checked for passwords and personal data. So only its "
        + "name, type and size are kept.";
    public override string Occurrences => "Newest occurrences";
    public override string Newer => "newer";
    public override string Older => "older";
    public override string Similar => "Similar errors";
    public override string MergeButton => "Merge";
    public override string MergeHint => "The occurrences of this error move to the other one. A merge can be undone.";
    public override string MergedOnes => "Merged into this one";
    public override string MergedInto => "This error is merged into another one:";
    public override string MergedHint => "Work on the error that this one is merged into, or separate them.";
    public override string UnmergeButton => "Separate";
    public override string Comments => "Comments";
    public override string NoComments => "There are no comments yet.";
    public override string Comment => "Comment";
    public override string TechnicalNote => "Technical note";
    public override string IsTechnicalNote => "a technical note, for developers";
    public override string CommentButton => "Add";
    public override string History => "History";
    public override string TheShop => "the shop";

    public override string ReopenButton => "Reopen";
    public override string TakeButton => "Take it";
    public override string AssignTitle => "Assign";
    public override string AssignTo => "Member of staff";
    public override string AssignHint => "They get a mail, and the error is in progress then.";
    public override string AssignButton => "Assign";
    public override string ChangeTitle => "Change the status and the details";
    public override string ResolveTitle => "Resolve";
    public override string ResolveHint =>
        "The reporter gets a mail with the solution. If the error comes back, it is reopened.";
    public override string ResolveWhen => "Where the fix is";
    public override string ResolveNow => "it works already";
    public override string ResolveNext => "in the next release";
    public override string ResolveButton => "Resolve";
    public override string SnoozeTitle => "Snooze";
    public override string SnoozeHint => "Nobody is reminded of it until then.";
    public override string SnoozeFor => "Until";
    public override string SnoozeHour => "in an hour";
    public override string SnoozeDay => "in a day";
    public override string SnoozeWeek => "in a week";
    public override string SnoozeUntilCount => "it has happened again";
    public override string SnoozeTimes => "How many times";
    public override string SnoozeTimesHint => "Only for a snooze until it happens again.";
    public override string SnoozeButton => "Snooze";
    public override string WakeButton => "Stop snoozing";
    public override string WontFixTitle => "Will not be fixed";
    public override string WontFixHint => "The error needs no more attention.";
    public override string WontFixButton => "Do not fix";
    public override string IssueTitle => "GitHub issue";
    public override string IssueHint => "One for the whole group, titled “[PILOT] …”. Its address appears here.";
    public override string IssueButton => "Create an issue";
    public override string IssuePending => "The issue is being created: reload the page in a minute.";
    public override string DeleteTitle => "Delete";
    public override string DeleteHint =>
        "Deletes the error with its occurrences, comments and history. It cannot be undone.";
    public override string DeleteSure => "Yes, delete it for good";
    public override string DeleteButton => "Delete";

    public override string Assigned => "The error is assigned.";
    public override string Saved => "The changes are saved.";
    public override string Resolved => "The error is resolved.";
    public override string Snoozed => "The error is snoozed.";
    public override string MarkedWontFix => "The error will not be fixed.";
    public override string Merged => "The errors are merged.";
    public override string Unmerged => "The error is on its own again.";
    public override string Commented => "The comment is added.";
    public override string IssueAsked => "The issue will soon be in GitHub.";
    public override string Deleted => "The error is deleted.";
    public override string NotSaved => "That did not work. Check the fields.";
    public override string NoMore => "The error does not exist any more.";
    public override string NotConfirmed => "Not deleted: tick that you are sure.";

    public override string AverageRating => "Average rating";
    public override string Rating => "Rating";
    public override string Message => "Message";
    public override string AboutError => "about an error";

    public override string StatusName(string name) => name switch
    {
        "new" => "new",
        "investigating" => "investigating",
        "confirmed" => "confirmed",
        "in_progress" => "in progress",
        "resolved" => "resolved",
        "wont_fix" => "will not be fixed",
        _ => name
    };

    public override string SeverityName(string name) => name switch
    {
        "critical" => "critical",
        "high" => "high",
        "medium" => "medium",
        "low" => "low",
        _ => name
    };

    public override string CategoryName(string name) => name switch
    {
        "ui" => "appearance",
        "functionality" => "functionality",
        "performance" => "speed",
        "security" => "security",
        "integration" => "integration",
        "data" => "data",
        "other" => "other",
        _ => name
    };

    public override string SourceName(string name) => name switch
    {
        "person" => "person",
        "host" => "host",
        "browser" => "browser",
        "sdk" => "SDK",
        _ => name
    };

    public override string Action(string name) => name switch
    {
        "created" => "first seen",
        "reopened" => "came back: reopened",
        "unsnoozed" => "needs attention again",
        "woken" => "not snoozed any more",
        "assigned" => "assigned",
        "unassigned" => "assigned to nobody",
        "moved" => "status changed",
        "edited" => "edited",
        "resolved" => "resolved",
        "wont_fix" => "will not be fixed",
        "snoozed" => "snoozed",
        "merged" => "merged into another one",
        "absorbed" => "another one merged into this",
        "unmerged" => "on its own again",
        "released" => "another one separated from this",
        "commented" => "comment",
        "noted" => "technical note",
        "issue_requested" => "GitHub issue requested",
        "issue_created" => "GitHub issue created",
        "issue_closed" => "GitHub issue closed",
        "issue_reopened" => "GitHub issue reopened",
        "issue_deleted" => "GitHub issue deleted",
        "issue_refused" => "GitHub refused the issue",
        "deleted" => "deleted",
        _ => name
    };

    public override string Field(string name) => name switch
    {
        "status" => "status",
        "severity" => "severity",
        "category" => "category",
        "module" => "module",
        "assigned_to" => "assignee",
        "to" => "to",
        "from" => "before",
        "fields" => "fields",
        "in" => "fixed in",
        "resolved_in" => "was fixed in",
        "release" => "release",
        "until" => "until",
        "count" => "times",
        "into" => "into",
        "report" => "error",
        "number" => "number",
        "url" => "address",
        "reason" => "reason",
        _ => name
    };

    public override string TrendText(IReadOnlyList<long> days) =>
        $"The last {days.Count} days: {string.Join(", ", days)}. The last one is today.";

    public override string LibraryFrames(int count) => $"Library calls: {count}";
    public override string OccurrenceNumber(int number, int count) => $"Occurrence {number} of the newest {count}";
    public override string FileFacts(string? type, int size)
    {
        var length = size < 1024
            ? $"{size}\u00A0B"
            : string.Create(CultureInfo.GetCultureInfo(Code), $"{size / 1024.0:#,0.0}\u00A0KB");
        return type is null ? length : $"{type}, {length}";
    }

    public override string? FileContent(string name) => name switch
    {
        "beginning" => "· only the beginning is kept",
        "over_limit" => "· not kept: the files are too long together",
        "binary" => "· not kept",
        _ => null
    };

    public override string Score(double score) => $"{score:0%} similar";
    public override string NewBetween(string from, string to) => $"New between {from} and {to}.";
    public override string ResolvedBetween(string from, string to) => $"Resolved between {from} and {to}.";
    public override string MergeWith(string title) => $"Merge with “{title}”";
    public override string SnoozedUntil(string date) => $"Snoozed until {date}.";
    public override string SnoozedForCount(long count) => $"Snoozed until it has happened {count}\u00A0times.";
    public override string Issue(int number) => $"Issue #{number}";
    public override string IssueClosed(string date) => $"closed {date}";
    public override string ResolvedIn(string release) =>
        release == "next" ? "Fixed in the next release." : $"Fixed in release {release}.";

    public override string ChangedMeanwhile(string status, string? assignee) =>
        $"That did not work: the error has changed. It is {status} now, assignee: {assignee ?? Nobody}.";

    public override string Average(double average, long count) => $"{average:0.0} of 5, ratings: {count}";
}
