using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Pilot.Errors;

[JsonConverter(typeof(EnumNameConverter<ErrorChange>))]
public enum ErrorChange
{
    Created,

    /// <summary>It was resolved, and came back.</summary>
    Reopened,

    /// <summary>It was snoozed, and came again after that time or that often.</summary>
    Unsnoozed
}

/// <summary>A report needs a look. Its number of occurrences alone is no change.</summary>
public sealed record ErrorChanged(Guid ReportId, ErrorChange Change) : IMessage<ErrorChanged>
{
    public static string Topic => "pilot.error_changed";
    public static JsonTypeInfo<ErrorChanged> Json => ErrorMessagesJson.Default.ErrorChanged;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorChanged))]
sealed partial class ErrorMessagesJson : JsonSerializerContext;
