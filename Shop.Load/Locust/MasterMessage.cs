using System.Buffers;
using Nerdbank.MessagePack;

namespace Shop.Load.Locust;

/// <summary>
/// A message from the master. <c>spawn</c> has the users of each class that this worker shall run, and when the master
/// decided so; <c>shop_run</c> has the <see cref="Locust.Assignment"/> of the run that follows.
/// </summary>
sealed record MasterMessage(string Type, double Timestamp, IReadOnlyDictionary<string, int> Users, string? Host)
{
    static readonly Dictionary<string, int> None = [];

    /// <summary>An <see cref="Locust.Assignment"/> as JSON.</summary>
    public string? Assignment { get; init; }

    public static MasterMessage OfType(string type) => new(type, 0, None, null);

    /// <summary>An array of three: type, data, node id.</summary>
    /// <exception cref="InvalidDataException">It is no message of Locust.</exception>
    public static MasterMessage Read(ReadOnlyMemory<byte> frame)
    {
        try
        {
            var reader = new MessagePackReader(new ReadOnlySequence<byte>(frame));
            if (reader.ReadArrayHeader() < 2 || reader.ReadString() is not { } type)
                throw new InvalidDataException("The message has no type.");
            return reader.NextMessagePackType == MessagePackType.Map ? Read(type, ref reader) : OfType(type);
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException)
        {
            throw new InvalidDataException($"The message cannot be read: {e.Message}", e);
        }
    }

    static MasterMessage Read(string type, ref MessagePackReader reader)
    {
        var message = OfType(type);
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            switch (reader.ReadString())
            {
                case "timestamp" when reader.NextMessagePackType is MessagePackType.Float or MessagePackType.Integer:
                    message = message with { Timestamp = reader.ReadDouble() };
                    break;
                case "user_classes_count" when reader.NextMessagePackType == MessagePackType.Map:
                    message = message with { Users = ReadCounts(ref reader) };
                    break;
                case "host" when reader.NextMessagePackType == MessagePackType.String:
                    message = message with { Host = reader.ReadString() };
                    break;
                case Locust.Assignment.Message when reader.NextMessagePackType == MessagePackType.String:
                    message = message with { Assignment = reader.ReadString() };
                    break;
                default:
                    reader.Skip(default);
                    break;
            }
        }
        return message;
    }

    static Dictionary<string, int> ReadCounts(ref MessagePackReader reader)
    {
        var counts = new Dictionary<string, int>();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
            counts[reader.ReadString() ?? ""] = reader.ReadInt32();
        return counts;
    }
}
