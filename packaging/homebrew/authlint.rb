class Authlint < Formula
  desc "Check the credentials of every HTTP API call against its OpenAPI description"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@URL_aarch64-apple-darwin@"
      sha256 "@SHA256_aarch64-apple-darwin@"
    end
    on_intel do
      url "@URL_x86_64-apple-darwin@"
      sha256 "@SHA256_x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@URL_aarch64-unknown-linux-gnu@"
      sha256 "@SHA256_aarch64-unknown-linux-gnu@"
    end
    on_intel do
      url "@URL_x86_64-unknown-linux-gnu@"
      sha256 "@SHA256_x86_64-unknown-linux-gnu@"
    end
  end

  def install
    bin.install "authlint"
    generate_completions_from_executable(bin/"authlint", "completions")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/authlint --version")
  end
end
