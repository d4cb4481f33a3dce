using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Shop.Shipping.RussianPost;

sealed record PostOperation(int Type, int? Attribute, string Name, string? Place, DateTimeOffset At);

/// <summary>getOperationHistory of https://tracking.pochta.ru/specification.</summary>
static class PostHistory
{
    static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope";
    static readonly XNamespace Service = "http://russianpost.org/operationhistory";
    static readonly XNamespace Data = "http://russianpost.org/operationhistory/data";

    // The document is untrusted: no DTD, no external entities.
    static readonly XmlReaderSettings SafeSettings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 2_000_000
    };

    public static string Request(string barcode, string login, string password)
    {
        var request = new XElement(
            Data + "OperationHistoryRequest",
            new XElement(Data + "Barcode", barcode),
            new XElement(Data + "MessageType", 0),
            new XElement(Data + "Language", "RUS"));
        var authorization = new XElement(
            Data + "AuthorizationHeader",
            new XAttribute(Soap + "mustUnderstand", "1"),
            new XElement(Data + "login", login),
            new XElement(Data + "password", password));
        var envelope = new XElement(
            Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soap", Soap),
            new XAttribute(XNamespace.Xmlns + "oper", Service),
            new XAttribute(XNamespace.Xmlns + "data", Data),
            new XElement(Soap + "Header"),
            new XElement(Soap + "Body", new XElement(Service + "getOperationHistory", request, authorization)));
        return envelope.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>
    /// The operations, oldest first, or the service's fault. A parcel not handed in yet has no operations.
    /// </summary>
    public static async Task<(List<PostOperation> Operations, string? Fault)> ReadAsync(
        Stream answer, CancellationToken ct)
    {
        try
        {
            using var reader = XmlReader.Create(answer, SafeSettings);
            var body = (await XDocument.LoadAsync(reader, LoadOptions.None, ct)).Root?.Element(Soap + "Body");
            if (body?.Element(Soap + "Fault") is { } fault)
            {
                var (reason, detail) = (fault.Element(Soap + "Reason"), fault.Element(Soap + "Detail"));
                return ([], $"{reason?.Value.Trim()}: {detail?.Value.Trim()}");
            }
            var history = body
                ?.Element(Service + "getOperationHistoryResponse")
                ?.Element(Data + "OperationHistoryData")
                ?? throw ProviderHttp.UnreadableResponse(RussianPostClient.Carrier);
            var operations = history.Elements(Data + "historyRecord").Select(Read).OrderBy(operation => operation.At);
            return ([.. operations], null);
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException)
        {
            throw ProviderHttp.UnreadableResponse(RussianPostClient.Carrier, e);
        }
    }

    static PostOperation Read(XElement record)
    {
        var operation = record.Element(Data + "OperationParameters");
        var type = operation?.Element(Data + "OperType");
        var attribute = operation?.Element(Data + "OperAttr");
        var place = record
            .Element(Data + "AddressParameters")
            ?.Element(Data + "OperationAddress")
            ?.Element(Data + "Description")
            ?.Value;
        var date = operation?.Element(Data + "OperDate")?.Value ?? "";
        return new(
            Number(type) ?? throw new FormatException("The operation has no type."),
            Number(attribute),
            NameOf(type, attribute),
            place,
            DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    static int? Number(XElement? parent) => parent?.Element(Data + "Id")?.Value is { Length: > 0 } number
        ? int.Parse(number, CultureInfo.InvariantCulture)
        : null;

    static string NameOf(XElement? type, XElement? attribute)
    {
        XElement?[] parts = [type, attribute];
        var names = parts.Select(part => part?.Element(Data + "Name")?.Value.Trim());
        return string.Join(": ", names.Where(name => !string.IsNullOrEmpty(name)));
    }
}
