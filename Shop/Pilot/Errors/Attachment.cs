using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Pilot.Errors;

/// <summary>A file that an SDK sent with an error. The size is in bytes. The text is scrubbed.</summary>
public sealed record Attachment(string Name, string? Type, int Size, AttachmentContent Content, string? Text)
    : IRow<Attachment>
{
    internal static readonly Sql Columns = Sql.Of($"name, type, size, content, text");

    public static Attachment Read(RowReader row) => new(
        row.Get<string>(), row.TextOrNull(), row.Get<int>(), row.Named<AttachmentContent>(), row.TextOrNull());
}

/// <summary>How much of the file is kept.</summary>
[JsonConverter(typeof(EnumNameConverter<AttachmentContent>))]
public enum AttachmentContent
{
    Whole,
    Beginning,
    /// <summary>Nothing, because the attachments of the event are too long together.</summary>
    OverLimit,
    /// <summary>Nothing, because what is not text cannot be scrubbed.</summary>
    Binary
}

/// <summary>An attachment of a sample, without its text.</summary>
public sealed record AttachmentSummary(int Number, string Name, string? Type, int Size, AttachmentContent Content)
{
    [JsonIgnore]
    public bool HasText => Content is AttachmentContent.Whole or AttachmentContent.Beginning;
}
