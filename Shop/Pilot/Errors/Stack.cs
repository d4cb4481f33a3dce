namespace Shop.Pilot.Errors;

/// <summary>
/// What of an incident's exceptions says where it was thrown: a type, and the names of the newest frames of our code.
/// </summary>
sealed class Stack
{
    // More would tell callers apart, fewer would put all users of a helper into one group.
    const int MostNames = 5;

    // The frames of a deep recursion are many and equal.
    const int MostFrames = 50;

    // They carry the exception that matters, and are thrown by the runtime.
    static readonly string[] Wrappers =
    [
        "System.AggregateException",
        "System.Reflection.TargetInvocationException",
        "System.TypeInitializationException",
        "AggregateError"
    ];

    public required string Type { get; init; }
    public required string? Value { get; init; }
    public required string? SqlState { get; init; }
    public required List<string> Names { get; init; }

    /// <summary>The number of frames of our code, with and without a name.</summary>
    public required int Frames { get; init; }

    public required bool HasFrames { get; init; }
    public required bool IsMinified { get; init; }

    /// <summary>The newest frame is a lambda or the program itself, which any route may have.</summary>
    public required bool IsTopUnnamed { get; init; }

    /// <summary>The file of the newest frame; only where names alone say too little.</summary>
    public required string? File { get; init; }

    public string? Top => Names is [var top, ..] ? top : null;
    public string ShortType => Type[(Type.LastIndexOf('.') + 1)..];

    public static Stack? Of(Incident incident)
    {
        var chain = ChainOf(incident.Exceptions);
        if (chain.Count == 0)
            return null;
        var outermost = chain[0];
        var isScript = incident.Platform is "javascript" or "node";
        // From where it was thrown to who caught it last: the frames of a cause are newer than those of what wraps it.
        var frames = new List<IncidentFrame>();
        for (var index = chain.Count - 1; index >= 0; index--)
            frames.AddRange(chain[index].Frames
                .Where(frame => frame.InApp && !(isScript && ScriptFrames.IsLibrary(frame))));
        var isMinified = isScript && frames.Take(MostNames).Any(ScriptFrames.IsMinified);
        var all = frames.Take(MostFrames)
            .Select(frame => isMinified ? ScriptFrames.KeptNameOf(frame) : NameOf(frame, isScript, incident.Platform))
            .ToList();
        NameClosures(all);
        // A recursion, or a method that catches and wraps, is one step.
        var names = all.OfType<string>().Distinct().Take(MostNames).ToList();
        return new()
        {
            Type = WithoutGenerics(outermost.Type),
            Value = outermost.Value,
            SqlState = chain.Select(SqlStateOf).FirstOrDefault(state => state is not null),
            Names = names,
            // Functions of scripts may have no name. Of .NET, frames without one are the runtime's own.
            Frames = names.Count + (isScript ? all.Count(name => name is null) : 0),
            HasFrames = chain.Exists(exception => exception.Frames.Count > 0),
            IsMinified = isMinified,
            IsTopUnnamed = names is [var newest, ..] && IsUnnamed(newest),
            File = isMinified && frames.Count > 0 ? ScriptFrames.FileOf(frames[0]) : null
        };
    }

    // "?.Place.Price" is a function in the method that called it: with "Checkout.Place" it is "Checkout.Place.Price".
    static void NameClosures(List<string?> names)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] is not [DotNetFrames.Unknown, ..] closure)
                continue;
            var method = closure.Split('.')[1];
            var caller = names.Find(name => name?.Split('.') is [not "?", var other, ..] && other == method);
            if (caller is not null)
                names[index] = $"{caller[..caller.IndexOf('.')]}{closure.AsSpan(1)}";
        }
    }

    // "Shop.MissingException`1[[Shop.Order, Shop, Version=1.4.0.0, …]]": a version is another in each release.
    static string WithoutGenerics(string type) => type.IndexOf('`') is > 0 and var end ? type[..end] : type;

    // From the outermost that matters to its cause. Siblings, which an AggregateException has, take no part.
    static List<ExceptionInfo> ChainOf(IReadOnlyList<ExceptionInfo> exceptions)
    {
        var chain = new List<ExceptionInfo>(exceptions.Count);
        var last = -1;
        for (var index = 0; index < exceptions.Count; index++)
        {
            if (last >= 0 && exceptions[index].Parent is { } parent && parent != last)
                continue;
            last = index;
            chain.Add(exceptions[index]);
        }
        var first = chain.FindIndex(exception => !Wrappers.Contains(exception.Type));
        return first < 0 ? chain : chain[first..];
    }

    static string? NameOf(IncidentFrame frame, bool isScript, string? platform) => isScript
        ? ScriptFrames.NameOf(frame)
        : platform is null or "csharp"
            ? DotNetFrames.NameOf(frame)
            : frame.Function is { Length: > 0 } function
                ? $"{frame.Module ?? ScriptFrames.FileOf(frame)}.{function}"
                : null;

    static bool IsUnnamed(string name) => name.EndsWith(DotNetFrames.Lambda)
        || name.StartsWith("Program.", StringComparison.Ordinal);

    // Npgsql's message begins with it: "23505: duplicate key value violates …".
    static string? SqlStateOf(ExceptionInfo exception) => exception.SqlState
        ?? (exception is { Type: "Npgsql.PostgresException", Value: { Length: > 6 } value } && value[5] == ':'
            ? value[..5]
            : null);
}
