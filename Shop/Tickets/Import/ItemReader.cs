using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>
/// Copies the members of an object that staging keeps, and finds its id and when it was changed. Not for several
/// threads.
/// </summary>
sealed class ItemReader : IDisposable
{
    readonly ArrayBufferWriter<byte> _output = new(4096);
    readonly Utf8JsonWriter _writer;
    long? _id;
    DateTimeOffset? _updatedAt;
    bool _isDeleted;

    public ItemReader() => _writer = new(_output, new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true
    });

    /// <summary>The id of an object that may otherwise not be readable, or null.</summary>
    public static long? FindId(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueSpan.SequenceEqual("id"u8);
            reader.Read();
            if (isId)
                return MemberValue.IntegerOf(ref reader);
            reader.Skip();
        }
        return null;
    }

    /// <exception cref="JsonException">
    /// The object has no id, or something that PostgreSQL cannot store, or facts could not be derived from it.
    /// </exception>
    public StagedItem Read(QTicketsResource resource, ReadOnlySpan<byte> json, DateTimeOffset receivedAt)
    {
        (_id, _updatedAt, _isDeleted) = (null, null, false);
        _output.ResetWrittenCount();
        _writer.Reset();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        CopyObject(ref reader, Members.Of(resource), depth: 0);
        _writer.Flush();
        if (_id is not { } id)
            throw new JsonException($"One of the {resource.Spelling()} has no id.");
        var body = _output.WrittenSpan.ToArray();
        return new(
            resource,
            id,
            SHA256.HashData(body),
            body,
            (_updatedAt ?? receivedAt).ToUniversalTime(),
            _isDeleted,
            receivedAt);
    }

    void CopyObject(ref Utf8JsonReader reader, Members members, int depth)
    {
        _writer.WriteStartObject();
        var (after, hasId) = (0, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Names with escapes are no names of ours.
            if (members.Find(reader.ValueSpan, ref after, out var kind) is not { } nested)
            {
                reader.Skip();
                continue;
            }
            if (IsPlain(ref reader))
                _writer.WritePropertyName(reader.ValueSpan);
            else
                _writer.WritePropertyName(TextOf(ref reader));
            var name = reader;
            reader.Read();
            Note(ref name, ref reader, depth);
            if (!MemberValue.IsValid(kind, ref reader))
                throw new JsonException($"{Encoding.UTF8.GetString(name.ValueSpan)} is no {kind.Spelling()}.");
            hasId |= kind == MemberKind.Id;
            CopyValue(ref reader, nested, depth);
        }
        if (members.HaveIds && !hasId)
            throw new JsonException("A ticket has no id.");
        _writer.WriteEndObject();
    }

    void CopyValue(ref Utf8JsonReader reader, Members members, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                CopyObject(ref reader, members, depth + 1);
                break;
            case JsonTokenType.StartArray:
                _writer.WriteStartArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    if (members.HaveIds && reader.TokenType != JsonTokenType.StartObject)
                        throw new JsonException("A ticket is no object.");
                    else
                        CopyValue(ref reader, members, depth);
                _writer.WriteEndArray();
                break;
            case JsonTokenType.String when IsPlain(ref reader):
                _writer.WriteStringValue(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                _writer.WriteStringValue(TextOf(ref reader));
                break;
            case JsonTokenType.Number:
                // Larger numbers are neither sums nor ids.
                if (!reader.TryGetDecimal(out _))
                    throw new JsonException("A number is too large.");
                _writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
            default:
                _writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    // Whether the change of a ticket also counts as one of its order is not documented, so the latest of all times
    // counts.
    void Note(ref Utf8JsonReader name, ref Utf8JsonReader value, int depth)
    {
        if (depth == 0 && name.ValueTextEquals("id"u8))
            _id = MemberValue.IntegerOf(ref value);
        else if (value.TokenType == JsonTokenType.String && IsTime(ref name))
        {
            _isDeleted |= depth == 0 && name.ValueTextEquals("deleted_at"u8);
            if (value.TryGetDateTimeOffset(out var at) && !(at <= _updatedAt))
                _updatedAt = at;
        }
    }

    static bool IsTime(ref Utf8JsonReader name) =>
        name.ValueTextEquals("updated_at"u8) || name.ValueTextEquals("refunded_at"u8)
        || name.ValueTextEquals("deleted_at"u8) || name.ValueTextEquals("created_at"u8)
        || name.ValueTextEquals("payed_at"u8) || name.ValueTextEquals("checked_at"u8);

    static bool IsPlain(ref Utf8JsonReader text) => !text.ValueIsEscaped && Utf8.IsValid(text.ValueSpan);

    /// <summary>PostgreSQL stores no U+0000, and an unpaired surrogate is no character.</summary>
    static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!.Replace('\0', '\uFFFD');
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text is not Unicode.", e);
        }
    }

    public void Dispose() => _writer.Dispose();
}
