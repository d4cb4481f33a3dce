namespace Shop.Web.Pilot;

/// <summary>What the list of errors shows, as its address says: <c>?severity=critical&amp;assigned=me</c>.</summary>
public sealed record ErrorFilter
{
    public string? Search { get; init => field = Filled(value); }
    public string? Status { get; init => field = Filled(value); }
    public string? Severity { get; init => field = Filled(value); }
    public string? Category { get; init => field = Filled(value); }
    public string? Module { get; init => field = Filled(value); }
    public string? Source { get; init => field = Filled(value); }
    public string? Assigned { get; init => field = Filled(value); }

    /// <summary>Only errors that are new in the last days, 1 is today.</summary>
    public string? Days { get; init => field = Filled(value); }

    /// <summary>Only errors that were new between these times, as the numbers of the dashboard count them.</summary>
    public string? From { get; init => field = Filled(value); }
    public string? To { get; init => field = Filled(value); }

    /// <summary>Only errors that were resolved between these times.</summary>
    public string? ResolvedFrom { get; init => field = Filled(value); }
    public string? ResolvedTo { get; init => field = Filled(value); }

    public string? Sort { get; init => field = Filled(value); }

    public bool IsEmpty => this with { Sort = null } == new ErrorFilter();

    /// <summary>As the API names it.</summary>
    public (string Name, string? Value)[] Query =>
    [
        ("search", Search),
        ("status", Status),
        ("severity", Severity),
        ("category", Category),
        ("module", Module),
        ("source", Source),
        ("assigned_to", Assigned),
        ("days", Days),
        ("from", From),
        ("to", To),
        ("resolved_from", ResolvedFrom),
        ("resolved_to", ResolvedTo),
        ("sort", Sort)
    ];

    // An empty field of the form admits all.
    static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
