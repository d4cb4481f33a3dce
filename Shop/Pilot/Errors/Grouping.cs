using System.Security.Cryptography;
using System.Text;

namespace Shop.Pilot.Errors;

/// <summary>What makes an incident equal to others, and why, in words for people.</summary>
public sealed record GroupKey(Guid Hash, short Version, string Explanation, string Title, string Culprit);

/// <summary>
/// The rules by which incidents are the same error. In this order: what the client asks for, the blocked address and
/// the directive of a policy violation, the type and the newest frames of our code, the type and the message, the log
/// message. Line numbers, assemblies and versions take no part: they change with each build. docs/pilot-alerts.md
/// explains each rule and has the figures of <c>./dev bench grouping</c>.
/// </summary>
public static class Grouping
{
    /// <summary>Any change that gives an old incident another hash is a new version.</summary>
    public const short Version = 1;

    const int LongestTitle = 200;
    const int LongestCulprit = 200;
    const string Default = "{{ default }}";

    public static GroupKey Of(Incident incident)
    {
        var stack = Stack.Of(incident);
        var (parts, explanation) = Rules(incident, stack);
        if (incident.Fingerprint is not ([] or [Default]))
        {
            parts = Asked(incident.Fingerprint, parts);
            explanation = "Grouped by the fingerprint that the client sent.";
        }
        return new(HashOf(parts), Version, explanation, TitleOf(incident, stack), CulpritOf(incident, stack));
    }

    static (string Parts, string Explanation) Rules(Incident incident, Stack? stack)
    {
        if (incident.Violation is { } violation)
            return (Join("policy", violation.Directive, BlockedBy(violation, incident.Url)),
                "Grouped by the directive of the content security policy and the blocked address.");
        if (stack is null)
            return ByMessage(incident);
        var (type, state) = (stack.Type, stack.SqlState);
        var withState = state is null ? "" : $", SQL state {state}";
        if (stack.Names.Count == 0 && !stack.HasFrames)
            return (Join("value", type, state, incident.Logger, Masked(stack.Value), Route(incident)),
                $"Grouped by exception type{withState}, its message without what varies, and the route: "
                + "the client sent no stack.");
        if (stack.IsMinified)
            return (Join("minified", type, Masked(stack.Value), stack.File),
                "Grouped by exception type, its message without what varies, and the file, which is minified."
                + Where(stack));
        var byRoute = stack.IsTopUnnamed && Route(incident) is { Length: > 0 };
        var byValue = stack.Frames <= 1 || stack.Names.Count == 0;
        var (value, route) = (byValue ? Masked(stack.Value) : null, byRoute ? Route(incident) : null);
        return (Join(["stack", type, state, value, route, .. stack.Names]),
            (stack.Names.Count > 0
                ? $"Grouped by exception type{withState} and the newest frames of our code"
                : $"Grouped by exception type{withState}")
            + (byValue ? ", its message without what varies" : "")
            + (byRoute ? ", and the route" : "")
            + $".{Where(stack)}");
    }

    static (string Parts, string Explanation) ByMessage(Incident incident) => incident.MessageTemplate is { } template
        ? (Join("template", incident.Logger, template, Route(incident)),
            "Grouped by logger, message template and route: there is no exception.")
        : (Join("message", incident.Logger, Masked(incident.Message), Route(incident)),
            "Grouped by logger, message without what varies, and route: there is no exception.");

    // "{{ default }}" in a fingerprint adds the client's parts to the shop's rules.
    static string Asked(IReadOnlyList<string> fingerprint, string parts) => Join(
        ["fingerprint", .. fingerprint.Select(part => part is Default or "{{default}}" ? parts : part)]);

    // A foreign site counts by its address only: advertisements and extensions load other files each time.
    static string BlockedBy(PolicyViolation violation, string? document)
    {
        if (!Uri.TryCreate(violation.Blocked, UriKind.Absolute, out var blocked) || blocked.Host.Length == 0)
            return violation.Blocked is { } word ? word.Split(':')[0] : "";
        var isOwn = Uri.TryCreate(document, UriKind.Absolute, out var page) && page.Authority == blocked.Authority;
        return isOwn ? VaryingText.Mask(blocked.AbsolutePath) : $"{blocked.Scheme}://{blocked.Authority}";
    }

    static string Where(Stack stack) =>
        stack.Names.Count == 0 ? "" : $" {stack.ShortType} in {string.Join(", called by ", stack.Names)}.";

    static string Masked(string? text) => text is null ? "" : VaryingText.Mask(text);

    static string Route(Incident incident) => Masked(incident.Transaction);

    static string TitleOf(Incident incident, Stack? stack)
    {
        var title = incident switch
        {
            { Violation: { } violation } => $"{violation.Directive} blocked {violation.Blocked}",
            _ when stack is not null => stack.Value is { Length: > 0 } value
                ? $"{stack.ShortType}: {FirstLine(value)}"
                : stack.ShortType,
            _ => FirstLine(incident.Message ?? incident.MessageTemplate ?? "")
        };
        return title.Length == 0 ? "(no message)" : Cut(title, LongestTitle);
    }

    static string CulpritOf(Incident incident, Stack? stack) =>
        Cut(stack?.Top ?? incident.Transaction ?? incident.Logger ?? "", LongestCulprit);

    static string FirstLine(string text) => text.AsSpan().Trim().IndexOfAny('\r', '\n') is >= 0 and var end
        ? text.Trim()[..end]
        : text.Trim();

    static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text.AsSpan(0, longest - 1)}…";

    // A separator that is in no part, so that two different lists are never one text.
    static string Join(params ReadOnlySpan<string?> parts) => string.Join('\u001F', parts);

    static Guid HashOf(string parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(parts), hash);
        return new(hash[..16]);
    }
}
