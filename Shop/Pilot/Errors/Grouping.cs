using System.Security.Cryptography;
using System.Text;

namespace Shop.Pilot.Errors;

/// <summary>What makes an incident equal to others, and why, in words for people.</summary>
public sealed record GroupKey(Guid Hash, short Version, string Explanation, string Title, string Culprit);

/// <summary>Errors of the same type from the same method are equal, and without an exception, equal messages.</summary>
public static class Grouping
{
    const short Version = 0;

    public static GroupKey Of(Incident incident)
    {
        var exception = incident.Exceptions is [var outermost, ..] ? outermost : null;
        var frame = exception?.Frames.FirstOrDefault(frame => frame.InApp);
        var culprit = frame is null ? incident.Transaction ?? "" : $"{frame.Module}.{frame.Function}";
        var (parts, explanation) = exception is null
            ? ($"{incident.Logger}\n{incident.MessageTemplate ?? incident.Message}", "logger and message")
            : ($"{exception.Type}\n{culprit}", "type and method");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{parts}")).AsSpan(0, 16);
        return new(new(hash), Version, explanation, TitleOf(incident, exception), culprit);
    }

    static string TitleOf(Incident incident, ExceptionInfo? exception) => exception switch
    {
        null => incident.Message ?? incident.MessageTemplate ?? "(no message)",
        { Value: { Length: > 0 } value } => $"{exception.Type}: {value}",
        _ => exception.Type
    };
}
