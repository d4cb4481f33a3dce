using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Shop.Web.Http;

/// <summary>
/// Derives the Data Protection key from <c>Site:Key</c>. It protects sessions and forms, so every replica reads what
/// another wrote, without shared key storage (docs/decisions/0007-site-replicas.md). Without <c>Site:Key</c>, ASP.NET
/// Core generates keys and stores them in files on this machine.
/// </summary>
sealed class SiteKey(string secret) : IXmlRepository
{
    const int MinLength = 32;
    const int IdSize = 16;
    const int KeySize = 64;

    public static void Use(IServiceCollection services, string? secret)
    {
        if (secret is null)
            return;
        if (secret.Length < MinLength)
            throw new InvalidOperationException($"Site:Key must have at least {MinLength} random characters.");
        // The default application name is the content root path, which differs between machines.
        services.AddDataProtection().SetApplicationName("Shop.Web").DisableAutomaticKeyGeneration();
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new SiteKey(secret));
    }

    // https://learn.microsoft.com/aspnet/core/security/data-protection/implementation/key-storage-format
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA512, Encoding.UTF8.GetBytes(secret), IdSize + KeySize, info: "Shop.Web"u8.ToArray());
        var descriptor = new AuthenticatedEncryptorDescriptor(new(), new Secret(derived[IdSize..])).ExportToXml();
        return
        [
            new("key", new XAttribute("id", new Guid(derived.AsSpan(0, IdSize))), new XAttribute("version", 1),
                new XElement("creationDate", DateTimeOffset.UnixEpoch),
                new XElement("activationDate", DateTimeOffset.UnixEpoch),
                new XElement("expirationDate", DateTimeOffset.UnixEpoch.AddYears(1000)),
                new XElement("descriptor",
                    new XAttribute("deserializerType", descriptor.DeserializerType.AssemblyQualifiedName!),
                    descriptor.SerializedDescriptorElement))
        ];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        throw new NotSupportedException("The only key is the one in Site:Key.");
}
