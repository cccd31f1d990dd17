using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Identity;

/// <summary>Takes the files of a photo away that its owner shows no more, unless somebody else shows the same picture.</summary>
public sealed class RemoveDroppedPhoto(IMediaUses uses, IMediaStore media) : IReactTo<PhotoDropped>
{
    public async Task HandleAsync(PhotoDropped happened, CancellationToken ct)
    {
        if (!await uses.IsUsedAsync(happened.Photo, ct))
        {
            media.Remove(happened.Photo);
        }
    }
}
