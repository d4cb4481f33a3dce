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

    // Nothing of a document that comes from outside is fetched or unfolded.
    static readonly XmlReaderSettings Safely = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 2_000_000 };

    public static string Request(string barcode, string login, string password) => new XElement(Soap + "Envelope",
        new XAttribute(XNamespace.Xmlns + "soap", Soap), new XAttribute(XNamespace.Xmlns + "oper", Service), new XAttribute(XNamespace.Xmlns + "data", Data),
        new XElement(Soap + "Header"),
        new XElement(Soap + "Body",
            new XElement(Service + "getOperationHistory",
                new XElement(Data + "OperationHistoryRequest", new XElement(Data + "Barcode", barcode), new XElement(Data + "MessageType", 0), new XElement(Data + "Language", "RUS")),
                new XElement(Data + "AuthorizationHeader", new XAttribute(Soap + "mustUnderstand", "1"), new XElement(Data + "login", login), new XElement(Data + "password", password)))))
        .ToString(SaveOptions.DisableFormatting);

    /// <summary>Oldest first; of a parcel that was not handed in yet there are none. Or what the service complains of.</summary>
    public static async Task<(List<PostOperation> Operations, string? Fault)> ReadAsync(Stream answer, CancellationToken ct)
    {
        try
        {
            using var reader = XmlReader.Create(answer, Safely);
            var body = (await XDocument.LoadAsync(reader, LoadOptions.None, ct)).Root?.Element(Soap + "Body");
            if (body?.Element(Soap + "Fault") is { } fault)
                return ([], $"{fault.Element(Soap + "Reason")?.Value.Trim()}: {fault.Element(Soap + "Detail")?.Value.Trim()}");
            var history = body?.Element(Service + "getOperationHistoryResponse")?.Element(Data + "OperationHistoryData")
                ?? throw ProviderHttp.Unreadable(RussianPostClient.Carrier);
            return ([.. history.Elements(Data + "historyRecord").Select(Read).OrderBy(operation => operation.At)], null);
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException)
        {
            throw ProviderHttp.Unreadable(RussianPostClient.Carrier, e);
        }
    }

    static PostOperation Read(XElement record)
    {
        var operation = record.Element(Data + "OperationParameters");
        var type = operation?.Element(Data + "OperType");
        var attribute = operation?.Element(Data + "OperAttr");
        var place = record.Element(Data + "AddressParameters")?.Element(Data + "OperationAddress")?.Element(Data + "Description")?.Value;
        return new(Number(type) ?? throw new FormatException("An operation without a type."), Number(attribute), NameOf(type, attribute), place,
            DateTimeOffset.Parse(operation?.Element(Data + "OperDate")?.Value ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    static int? Number(XElement? of) => of?.Element(Data + "Id")?.Value is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;

    static string NameOf(XElement? type, XElement? attribute) =>
        string.Join(": ", new[] { type, attribute }.Select(part => part?.Element(Data + "Name")?.Value.Trim()).Where(name => !string.IsNullOrEmpty(name)));
}
