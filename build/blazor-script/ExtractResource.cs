#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// Writes one managed resource of an assembly to a file: ExtractResource.cs <assembly> <resource> <file>
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

using var image = new PEReader(File.OpenRead(args[0]));
var metadata = image.GetMetadataReader();
var resource = metadata.ManifestResources.Select(metadata.GetManifestResource).Single(r => metadata.GetString(r.Name) == args[1]);
var section = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
var blob = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
Directory.CreateDirectory(Path.GetDirectoryName(args[2])!);
File.WriteAllBytes(args[2], blob.ReadBytes(blob.ReadInt32()));
