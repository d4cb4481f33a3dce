using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rehearsal;

/// <summary>One certificate for the public address and for the providers, whose part a stub plays.</summary>
sealed record Certificate(X509Certificate2 Tls, string File, string KeyHash)
{
    /// <summary>The providers that the shop may call, by the addresses that are its defaults.</summary>
    public static readonly string[] Providers =
    [
        "api.yookassa.ru", "api.cloudpayments.ru", "api.stripe.com", "api.cdek.ru", "api.boxberry.ru",
        "otpravka-api.pochta.ru", "tracking.russianpost.ru", "api.sendgrid.com", "api.mailgun.net", "sms.ru",
        "api.twilio.com", "api.github.com"
    ];

    public static Certificate Make(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Rehearsal", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Providers.Append(Stage.PublicName).Append("localhost"))
            names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "certificate.pem");
        System.IO.File.WriteAllText(file, made.ExportCertificatePem());
        var hash = Convert.ToBase64String(SHA256.HashData(made.PublicKey.ExportSubjectPublicKeyInfo()));
        return new(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null), file, hash);
    }

    /// <summary>Accepts this certificate and no other.</summary>
    public bool Is(X509Certificate? other) => other is not null && other.GetCertHashString() == Tls.GetCertHashString();
}
