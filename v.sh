# run variants separated by lines '---' in a file: prints the listing of each
B=${B:-/work/wt-js/target/debug/authlint}
rm -rf /tmp/js13/vv; mkdir -p /tmp/js13/vv; cd /tmp/js13/vv; csplit -sz -f v -b '%02d.'${EXT:-js} "/tmp/js13/$1" '/^---$/' '{*}'; sed -i '/^---$/d' v*
for f in v*; do echo "== $f"; timeout 60 $B requests --no-sift ${V:+-v} $f | grep -v 'request.* seen'; done
