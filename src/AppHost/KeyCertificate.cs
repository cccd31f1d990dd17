using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Marketplace.AppHost;

/// <summary>
/// The certificate that wraps the Data Protection keys, made once per data directory. It lies beside the database and not in it, so a
/// dump of the database opens nothing.
/// </summary>
internal static class KeyCertificate
{
    private const int YearsOfUse = 50; // nothing checks its dates; it is only a pair of keys

    public static void EnsureAt(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=Marketplace Data Protection", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsOfUse));
        var draft = path + ".draft";
        using (var stream = PrivateData.CreateFile(draft))
        {
            stream.Write(Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"));
        }

        File.Move(draft, path); // whole, or not there
    }
}
