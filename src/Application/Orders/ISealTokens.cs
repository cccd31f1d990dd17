namespace Marketplace.Application.Orders;

/// <summary>
/// Keeps a guest's access token readable for the marketplace itself, which writes it into the links of its mails, and for nobody who
/// reads the database.
/// </summary>
public interface ISealTokens
{
    byte[] Seal(string token);

    /// <returns>Null when the key that sealed it is gone.</returns>
    string? Open(byte[] seal);
}
